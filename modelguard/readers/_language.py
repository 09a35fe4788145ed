"""What the readers of code know of a language beyond its tokens: data, one value a language."""

from __future__ import annotations

from modelguard.readers._tokens import Lexer
from modelguard.types import record

COMPARING = frozenset(
    """startswith startsWith starts_with start_with? StartsWith hasPrefix HasPrefix hasSuffix
    HasSuffix endsWith EndsWith ends_with end_with? includes include? include contains Contains
    containsKey ContainsKey has key? equals Equals equalsIgnoreCase EqualsIgnoreCase EqualFold eq
    eql? equal? indexOf IndexOf match matches test is compareTo Compare str_starts_with str_contains
    str_ends_with strpos in_array strcmp strcasecmp localeCompare Contains_ contentEquals toBe
    toEqual assertEquals assertEqual Equal AreEqual eq_ignore_ascii_case""".split()
)
EQUALITY = frozenset({"==", "===", "!=", "!==", "=~", "!~", "<=>"})
FALLBACKS = frozenset({"??", "||", "?:", "or", "??=", "||="})
ASSIGNING = frozenset({"=", ":=", "+=", "??=", "||=", "&&=", "<-"})
ENVIRONMENT = frozenset(
    """getenv Getenv GetEnv getEnv get_env LookupEnv env_or getenv_or envOr EnvOr
    GetEnvironmentVariable getEnvVar getEnvOrDefault GetEnvOrDefault getEnvWithDefault getEnvOr
    getenvOrDefault getEnvDefault envOrDefault env var_or getRequiredEnv EnvOrDefault GetString
    getProperty""".split()
)
GROUPING = frozenset(
    """if while for switch match when return catch elsif elseif unless until foreach guard and or
    not in case""".split()
)
FUNCTIONS = frozenset("function fun func def fn sub constructor init method proc".split())
TYPES = frozenset(
    "class interface struct enum trait object record module namespace extension protocol impl type union".split()
)
MODIFIERS = frozenset(
    """const let var val export default declare private public protected internal readonly static
    final override lateinit pub mut ref local my our abstract volatile type lazy open""".split()
)
OPTIONS = frozenset(
    """option Option addOption requiredOption StringVar StringVarP StringP String PersistentFlags
    StringFlag on flag default_value value_parser getopt addParameter""".split()
)


@record
class Language:
    """How one language is read.

    ``labels``    ``name: value`` in a call is an argument's name (else it is a type)
    ``types``     string literals can be types
    ``imports``   patterns with groups ``module`` and ``names`` (or ``name``)
    ``joins``     the mark that joins strings
    ``implicit_return``  the last value of a function is its result
    ``command_calls``    a call needs no brackets
    ``bare_methods``     ``name(...) {`` declares a method
    ``pairing``          the marks between a key and its value, a pattern and its result
    ``defaults``         a parameter with a type may have a default
    ``typed_after``      a type follows its name: ``var model string``
    ``tags``             a raw string behind a field tells libraries about it
    ``shared_names``     any name may be one of another file of the folder, not only one in capitals
    ``computed``         ``var name: String { ... }`` declares a function
    ``enum_constants``   ``let`` and ``var`` in an enum are constants of it, no members
    """

    name: str
    lexer: Lexer
    labels: bool = False
    types: bool = False
    imports: tuple[str, ...] = ()
    joins: frozenset[str] = frozenset({"+"})
    implicit_return: bool = False
    command_calls: bool = False
    bare_methods: bool = False
    pairing: frozenset[str] = frozenset({"=>", "->"})
    defaults: bool = True
    typed_after: bool = False
    tags: bool = False
    shared_names: bool = False
    computed: bool = False
    enum_constants: bool = False
