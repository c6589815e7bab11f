//! Programs that read text and print text.

use super::{Operands, Utility};

pub(super) const TABLE: &[Utility] = &[
    Utility::new("grep", "prints the lines that match a pattern; its status is 0 if there is one, 1 if none, 2 after an error")
        .options(GREP)
        .named(&["the pattern", "a file to search"]),
    Utility::new("egrep", "grep -E: prints the lines that match an extended pattern").options(GREP).named(&["the pattern", "a file to search"]),
    Utility::new("fgrep", "grep -F: prints the lines that hold a text").options(GREP).named(&["the text", "a file to search"]),
    Utility::new("rg", "searches files below a directory for a pattern").named(&["the pattern", "where to search"]),
    Utility::new("sed", "reads lines, changes them as its script says, and prints them")
        .options(&[
            ("-n", "prints only what p says"),
            ("-e=", "the script is {}"),
            ("-f=", "the script is in {}"),
            ("-i", "changes the file itself; not in POSIX"),
            ("-E", "extended patterns"),
            ("-r", "extended patterns"),
            ("-i.bak", "changes the file itself and keeps the old one with .bak; not in POSIX"),
        ])
        .named(&["the script, in sed's own language", "a file to read"]),
    Utility::new("awk", "reads lines, cut into fields, and does with each what its program says")
        .options(&[("-F=", "fields are separated by {}"), ("-v=", "sets the variable {} of its own"), ("-f=", "the program is in {}")])
        .named(&["the program, awk's own language: $1 in it is the first field, and not the shell's", "a file to read"]),
    Utility::new("sort", "prints lines in order")
        .options(&[
            ("-r", "in reverse order"),
            ("-n", "by number, not as text"),
            ("-u", "of lines that are equal in what they are ordered by, only one"),
            ("-k=", "by the key {}: from that field up to the one behind the comma, or to the end of the line; letters are options"),
            ("-t=", "fields are separated by {}"),
            ("-h", "by sizes such as 2K and 1G"),
            ("-f", "upper and lower case alike"),
            ("-V", "by version numbers"),
            ("-o=", "writes to {}, which may be the file it reads"),
            ("-b", "ignores leading blanks"),
            ("-c", "only asks whether it is in order"),
        ])
        .named(&["a file to read"]),
    Utility::new("uniq", "prints lines, those that repeat the one before left out")
        .options(&[("-c", "with how often each came"), ("-d", "only those that repeat"), ("-u", "only those that do not"), ("-i", "upper and lower case alike")])
        .named(&["a file to read", "a file to write"]),
    Utility::new("wc", "counts lines, words and bytes")
        .options(&[("-l", "lines"), ("-w", "words"), ("-c", "bytes"), ("-m", "characters")])
        .named(&["a file to count"]),
    Utility::new("head", "prints the first lines, 10 if it is not told how many")
        .options(&[("-n=", "how many: {}"), ("-c=", "as many bytes as {}"), ("-q", "without names")])
        .named(&["a file to read"])
        .number_option(),
    Utility::new("tail", "prints the last lines, 10 if it is not told how many")
        .options(&[("-n=", "how many: {}; +n: from line n on"), ("-c=", "how many bytes: {}; +n: from byte n on"), ("-f", "and goes on with what is added"), ("-F", "and goes on with what is added, also if the file is replaced"), ("-q", "without names")])
        .named(&["a file to read"])
        .number_option(),
    Utility::new("cut", "prints a part of each line")
        .options(&[("-d=", "fields are separated by {}"), ("-f=", "the fields {}"), ("-c=", "the characters {}"), ("-b=", "the bytes {}"), ("-s", "leaves out lines without a separator")])
        .named(&["a file to read"]),
    Utility::new("paste", "joins lines side by side").options(&[("-d=", "separated by {}"), ("-s", "all lines of a file in one")]).named(&["a file to read"]),
    Utility::new("tr", "replaces characters, reading its standard input")
        .options(&[("-d", "removes them"), ("-s", "several of the same in a row become one"), ("-c", "all but these")])
        .named(&["these characters", "by those"]),
    Utility::new("tee", "prints what it reads, and writes it to files, too").options(&[("-a", "adds to the end of the files")]).named(&["a file to write"]),
    Utility::new("comm", "compares two sorted files line by line").options(&[("-1", "not what only the first has"), ("-2", "not what only the second has"), ("-3", "not what both have")]).named(&["a file"]),
    Utility::new("diff", "shows how files differ; its status is 0 if they do not, 1 if they do")
        .options(&[("-u", "with the lines around"), ("-r", "with everything below"), ("-q", "says only that they differ"), ("-N", "a missing file is an empty one"), ("-w", "ignores blanks")])
        .named(&["one", "the other"]),
    Utility::new("cmp", "compares two files byte by byte; its status is 0 if they are the same, 1 if not").options(&[("-s", "prints nothing; only the status answers")]).named(&["one", "the other"]),
    Utility::new("patch", "applies to files what diff has printed").options(&[("-p=", "drops {} leading directories"), ("-i=", "reads what diff printed from {}"), ("-R", "the other way round")]).named(&["the file", "what diff has printed"]),
    Utility::new("join", "joins lines of two sorted files that have a field in common")
        .options(&[("-t=", "fields are separated by {}"), ("-1=", "the field {} of the first file"), ("-2=", "the field {} of the second file"), ("-a=", "also lines of file {} that have no partner"), ("-v=", "only lines of file {} that have no partner"), ("-o=", "these fields: {}"), ("-e=", "{} for a field that is empty")])
        .named(&["the first file; - is standard input", "the second file"]),
    Utility::new("split", "cuts a file into pieces").options(&[("-l=", "of {} lines"), ("-b=", "of {} bytes")]).named(&["the file", "how the names begin"]),
    Utility::new("nl", "numbers lines").named(&["a file to read"]),
    Utility::new("fold", "breaks long lines").options(&[("-w=", "after {} columns"), ("-s", "at blanks")]).named(&["a file to read"]),
    Utility::new("fmt", "fills paragraphs anew").options(&[("-w=", "up to {} columns")]).named(&["a file to read"]),
    Utility::new("column", "sets text in columns").options(&[("-t", "as a table"), ("-s=", "cut at {}")]).named(&["a file to read"]),
    Utility::new("rev", "turns each line round").named(&["a file to read"]),
    Utility::new("tac", "prints lines, the last first").named(&["a file to read"]),
    Utility::new("expand", "makes blanks of tabs").options(&[("-t=", "a tab to every {} columns")]).named(&["a file to read"]),
    Utility::new("seq", "prints numbers in a row, a line each").options(&[("-w", "all of the same width"), ("-s=", "separated by {}")]).named(&["from and up to, or only up to"]),
    Utility::new("yes", "prints a line again and again until it is stopped").named(&["the line"]),
    Utility::new("shuf", "prints lines in a random order").options(&[("-n=", "how many: {}"), ("-i=", "of the numbers {}")]).named(&["a file to read"]),
    Utility::new("less", "shows a text page by page").named(&["a file to read"]),
    Utility::new("more", "shows a text page by page").named(&["a file to read"]),
    Utility::new("od", "prints bytes as numbers").options(&[("-c", "as characters"), ("-An", "without offsets"), ("-tx1", "each as two hexadecimal digits"), ("-A=", "offsets in the base {}; n: none"), ("-t=", "in the form {}"), ("-v", "repeated lines, too"), ("-N=", "at most {} bytes"), ("-j=", "skips {} bytes")]).named(&["a file to read"]),
    Utility::new("hexdump", "prints bytes as numbers").options(&[("-C", "with the characters beside them")]).named(&["a file to read"]),
    Utility::new("xxd", "prints bytes as hexadecimal digits").options(&[("-r", "the other way round"), ("-p", "the digits alone")]).named(&["the file", "a file to write"]),
    Utility::new("strings", "prints the text in a file that is no text").named(&["the file"]),
    Utility::new("base64", "writes bytes as letters and digits").options(&[("-d", "the other way round"), ("-w=", "in lines of {}; 0: one line")]).named(&["the file"]),
    Utility::new("md5sum", "prints a checksum of each file").options(&[("-c", "compares with the sums in the file")]).named(&["the file"]),
    Utility::new("sha256sum", "prints a checksum of each file").options(&[("-c", "compares with the sums in the file")]).named(&["the file"]),
    Utility::new("sha1sum", "prints a checksum of each file").options(&[("-c", "compares with the sums in the file")]).named(&["the file"]),
    Utility::new("jq", "reads JSON and prints what its filter picks")
        .options(&[("-r", "texts without quotes"), ("-e", "fails if the result is false or null"), ("-c", "on one line"), ("-n", "reads nothing")])
        .named(&["the filter, jq's own language", "a file to read"]),
    Utility::new("envsubst", "prints what it reads, with $name replaced by the variable of its environment").operands(Operands::Named(&["the variables that are replaced, and no others"])),
    Utility::new("bc", "calculates").options(&[("-l", "with functions such as sine, and 20 digits")]).named(&["a file to read first"]),
    Utility::new("expr", "calculates or compares; prints the result").operands(Operands::Named(&["an operand or an operator"])),
    Utility::new("iconv", "turns text from one encoding into another").options(&[("-f=", "from {}"), ("-t=", "to {}"), ("-c", "leaves out what cannot be turned")]).named(&["a file to read"]),
];

const GREP: &[(&str, &str)] = &[
    ("-q", "shows no lines; only the status answers"),
    ("-i", "upper and lower case alike"),
    ("-v", "the lines that do not match"),
    ("-c", "prints how many lines match"),
    ("-n", "with line numbers"),
    ("-l", "prints the names of the files that match"),
    ("-L", "prints the names of the files that do not"),
    ("-E", "extended patterns: + ? | ( ) are special"),
    ("-F", "a text, no pattern"),
    ("-P", "patterns as Perl has them"),
    ("-o", "only what matches, not the whole line"),
    ("-r", "all files below a directory"),
    ("-R", "all files below a directory, links followed"),
    ("-s", "no message about files that cannot be read"),
    ("-w", "whole words"),
    ("-x", "whole lines"),
    ("-h", "without the names of the files"),
    ("-H", "with the names of the files"),
    ("-a", "treats every file as text"),
    ("-e=", "the pattern is {}"),
    ("-f=", "the patterns are in {}"),
    ("-m=", "stops after {} lines"),
    ("-A=", "and {} lines after each"),
    ("-B=", "and {} lines before each"),
    ("-C=", "and {} lines around each"),
    ("--color", "in colour"),
    ("--color=auto", "in colour, if a terminal shows it"),
    ("--include=", "only in files whose names match {}"),
    ("--exclude-dir=", "not in the directory {}"),
];
