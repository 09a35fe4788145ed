// MG106: a preview model in production.
import { GoogleGenAI } from "@google/genai";

const ai = new GoogleGenAI({ apiKey: process.env.GEMINI_API_KEY });

export async function suggest(prompt: string) {
  return ai.models.generateContent({ model: "gemini-3.1-pro-preview", contents: prompt });
}
