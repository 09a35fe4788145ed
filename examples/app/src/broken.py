"""MG901: half of a merge conflict; what cannot be read is never called clean."""
<<<<<<< HEAD
MODEL = "gpt-4o-2024-08-06"
=======
MODEL = "gpt-5.6-luna"
