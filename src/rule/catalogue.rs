//! The catalogue: a line a rule, in the order a course meets them.

use super::Entry;

catalogue! {
    // Statuses
    LatestStatus, "latest-status", "XCU 2.5.2", "$? is the status of the command that ended last";
    SuccessIsZero, "success-is-zero", "XCU 2.8.2", "0 means success; every other exit status means failure";
    StatusByte, "status-byte", "XCU 2.8.2", "an exit status is one byte: 0 to 255";
    NotFound, "not-found", "XCU 2.8.2", "a command that cannot be found leaves 127";
    NotExecutable, "not-executable", "XCU 2.8.2", "a file that is found but cannot be run leaves 126";
    SignalStatus, "signal-status", "XCU 2.8.2", "a command ended by signal n leaves 128 + n";
    SyntaxError, "syntax-error", "XCU 2.8.1", "what cannot be parsed is not run, and leaves 2";
    SpecialBuiltinError, "special-builtin-error", "XCU 2.8.1", "an error in a special built-in such as : or export ends a script";
    ExpansionError, "expansion-error", "XCU 2.8.1", "a word that cannot be expanded ends a script";
    ScriptStatus, "script-status", "XCU sh", "a script ends with the status of the last command it ran";

    // Reading a text
    Word, "word", "XCU 2.3", "blanks end a word; the shell hands on words, not the line";
    Comment, "comment", "XCU 2.3", "a word that begins with # opens a comment, to the end of the line";
    LineContinuation, "line-continuation", "XCU 2.2.1", "a backslash at the end of a line joins the next line to it";
    OperatorContinues, "operator-continues", "XCU 2.10.2", "after && || or | a command may stand on the next line";
    ReservedWord, "reserved-word", "XCU 2.4", "if, then, { and the like are special only where a command may begin";
    Alias, "alias", "XCU 2.3.1", "an alias takes the place of a command name that is not quoted";

    // Quoting
    Backslash, "backslash", "XCU 2.2.1", "a backslash makes the next character an ordinary one";
    SingleQuotes, "single-quotes", "XCU 2.2.2", "nothing is expanded between single quotes";
    DoubleQuotes, "double-quotes", "XCU 2.2.3", "between double quotes $ and ` still work, and nothing is split";
    DollarQuotes, "dollar-single-quotes", "XCU 2.2.4", "between $' and ' a backslash writes characters such as a newline";
    QuoteRemoval, "quote-removal", "XCU 2.6.7", "quotes that were typed are taken away before the command sees the word";

    // Word expansions
    ExpansionOrder, "expansion-order", "XCU 2.6", "words are expanded first; the command sees only what came of them";
    Tilde, "tilde", "XCU 2.6.1", "~ at the start of a word stands for a home directory";
    Parameter, "parameter", "XCU 2.6.2", "$name stands for the variable's value, or for nothing if it is unset";
    ParameterUnset, "parameter-unset", "XCU 2.6.2", "without the : of ${name:-word} and its like, an empty value counts as set";
    ParameterDefault, "parameter-default", "XCU 2.6.2", "${name:-word} is word if the variable is unset or empty";
    ParameterAssign, "parameter-assign", "XCU 2.6.2", "${name:=word} sets the variable to word if it is unset or empty";
    ParameterError, "parameter-error", "XCU 2.6.2", "${name:?word} prints word and ends a script if the variable is unset or empty";
    ParameterAlternative, "parameter-alternative", "XCU 2.6.2", "${name:+word} is word if the variable is set and not empty";
    ParameterLength, "parameter-length", "XCU 2.6.2", "${#name} is the number of characters in the value";
    ParameterPrefix, "parameter-prefix", "XCU 2.6.2", "${name#pattern} is the value without a start that matches";
    ParameterSuffix, "parameter-suffix", "XCU 2.6.2", "${name%pattern} is the value without an end that matches";
    Positional, "positional", "XCU 2.5.1", "$1, $2 and so on are the arguments of the script or function";
    AllArguments, "all-arguments", "XCU 2.5.2", "\"$@\" is every argument as it was given, each a word of its own";
    ArgumentCount, "argument-count", "XCU 2.5.2", "$# is the number of arguments";
    ShellName, "shell-name", "XCU 2.5.2", "$0 is the name of the shell or of the script";
    ShellId, "shell-id", "XCU 2.5.2", "$$ is the process id of the shell, in its subshells too";
    LastJobId, "last-job-id", "XCU 2.5.2", "$! is the process id of the newest background command";
    ShellOptions, "shell-options", "XCU 2.5.2", "$- holds the letters of the options that are on";
    CommandSubstitution, "command-substitution", "XCU 2.6.3", "$( ) runs commands in a subshell and stands for what they print";
    TrailingNewlines, "trailing-newlines", "XCU 2.6.3", "$( ) drops the newlines at the end of the output";
    Arithmetic, "arithmetic", "XCU 2.6.4", "$(( )) stands for the value of a whole-number calculation";
    FieldSplitting, "field-splitting", "XCU 2.6.5", "an unquoted $name or $( ) is split into words at blanks and newlines";
    EmptyField, "empty-field", "XCU 2.6.5", "an unquoted expansion that comes out empty is no word at all";
    PathnameExpansion, "pathname-expansion", "XCU 2.6.6", "unquoted * ? and [ ] become the names of the files that match";
    NoMatch, "no-match", "XCU 2.6.6", "a pattern that matches no file stays as it is written";

    // Redirection
    RedirectScope, "redirect-scope", "XCU 2.7", "a redirection holds for the one command it is written on";
    RedirectOrder, "redirect-order", "XCU 2.7", "redirections are made from left to right, before the command runs";
    RedirectInput, "redirect-input", "XCU 2.7.1", "< makes a file the command's standard input";
    RedirectOutput, "redirect-output", "XCU 2.7.2", "> creates the file, or empties it, before the command runs";
    RedirectAppend, "redirect-append", "XCU 2.7.3", ">> adds to the end of the file, and creates it if need be";
    HereDocument, "here-document", "XCU 2.7.4", "<< feeds the lines that follow to the command; $ works in them";
    HereDocumentQuoted, "here-document-quoted", "XCU 2.7.4", "<< with a quoted delimiter feeds the lines exactly as they stand";
    HereDocumentTabs, "here-document-tabs", "XCU 2.7.4", "<<- takes the tabs off the front of the lines";
    DuplicateInput, "duplicate-input", "XCU 2.7.5", "<&n makes a descriptor a copy of n as it is now";
    DuplicateOutput, "duplicate-output", "XCU 2.7.6", "2>&1 sends standard error where standard output goes now";
    CopyDescriptor, "copy-descriptor", "XCU 2.7.6", ">&m sends descriptor 1, or the n before it, where m leads at that moment";
    CloseDescriptor, "close-descriptor", "XCU 2.7.6", ">&- closes the descriptor";
    ReadWrite, "read-write", "XCU 2.7.7", "<> opens a file for reading and writing, and does not empty it";
    Clobber, "clobber", "XCU 2.7.2", "with set -C, > refuses a file that exists; >| does not";
    RedirectionFailed, "redirection-failed", "XCU 2.8.1", "a command whose redirection fails is not run";

    // Simple commands
    SimpleCommand, "simple-command", "XCU 2.9.1", "the first word names the command, the others are its arguments";
    Assignment, "assignment", "XCU 2.9.1", "name=value alone sets a variable of this shell";
    AssignmentPrefix, "assignment-prefix", "XCU 2.9.1", "name=value before a command is set for that command only";
    AssignmentStatus, "assignment-status", "XCU 2.9.1", "an assignment alone leaves 0, or its last $( )'s status";
    NoCommand, "no-command", "XCU 2.9.1", "redirections alone are made and taken back; no command runs";
    CommandSearch, "command-search", "XCU 2.9.1.4", "a name is a built-in, a function, or a file in one of PATH's directories";
    CommandPath, "command-path", "XCU 2.9.1.4", "a name with a slash is the path of the file to run";
    External, "external", "XCU 2.9.1.6", "a program runs in a process of its own; its status is what comes back";
    ArgumentStatus, "argument-status", "XCU 2.9.1", "the status of a $( ) in an argument is not kept";

    // Lists
    SequentialList, "sequential-list", "XCU 2.9.3.2", "; and a newline end a command; the next one runs whatever happened";
    AndList, "and-list", "XCU 2.9.3.3", "&& runs its right side only after a success";
    OrList, "or-list", "XCU 2.9.3.4", "|| runs its right side only after a failure";
    AndOrRank, "and-or-rank", "XCU 2.9.3", "&& and || have equal rank and are taken from left to right";
    SkippedStatus, "skipped-status", "XCU 2.9.3", "a command that is skipped leaves $? as it is";
    AsyncList, "async-list", "XCU 2.9.3.1", "& runs the list before it in a subshell and does not wait for it";
    AsyncStatus, "async-status", "XCU 2.9.3.1", "starting a command with & always leaves 0";
    AsyncInput, "async-input", "XCU 2.9.3.1", "in a script a background command reads nothing: its input is /dev/null";

    // Pipelines
    PipeData, "pipe-data", "XCU 2.9.2", "| connects standard output, and only that, to the next command's input";
    PipeTogether, "pipe-together", "XCU 2.9.2", "all commands of a pipeline run at the same time";
    PipeSubshell, "pipe-subshell", "XCU 2.13", "each command of a pipeline runs in a subshell of its own";
    PipelineStatus, "pipeline-status", "XCU 2.9.2", "a pipeline's exit status is that of its last command";
    PipeFail, "pipefail", "XCU 2.9.2", "with pipefail a pipeline has the status of its last command that failed";
    Negation, "negation", "XCU 2.9.2", "! turns 0 into 1 and every other status into 0";
    NegationScope, "negation-scope", "XCU 2.9.2", "! covers one pipeline: all of it, and nothing after it";
    BrokenPipe, "broken-pipe", "XBD signal.h", "who writes to a pipe that nobody reads any more is ended by SIGPIPE";

    // Compound commands
    BraceGroup, "brace-group", "XCU 2.9.4.1", "{ } makes one command of several, in this shell";
    Subshell, "subshell-list", "XCU 2.9.4.1", "( ) runs commands in a copy of this shell";
    SubshellEnvironment, "subshell", "XCU 2.13", "what a subshell changes of its variables and its directory is lost when it ends";
    GroupStatus, "group-status", "XCU 2.9.4.1", "a group's status is that of the last command it ran";
    IfCondition, "if-condition", "XCU 2.9.4.4", "if takes any command and looks at its status, never at its output";
    ConditionStatus, "condition-status", "XCU 2.9.4.4", "of several commands in a condition the last one decides";
    IfBranch, "if-branch", "XCU 2.9.4.4", "if runs the first branch whose condition ends with 0";
    IfElse, "if-else", "XCU 2.9.4.4", "else runs if no condition ended with 0";
    IfStatus, "if-status", "XCU 2.9.4.4", "an if's status is that of the last command of the branch that ran";
    IfWithoutBranch, "status-of-if", "XCU 2.9.4.4", "an if that ran no branch ends with 0";
    WhileLoop, "while-loop", "XCU 2.9.4.5", "while repeats as long as its condition ends with 0";
    UntilLoop, "until-loop", "XCU 2.9.4.6", "until repeats as long as its condition fails";
    ForLoop, "for-loop", "XCU 2.9.4.2", "for runs its commands once for each word";
    LoopStatus, "loop-status", "XCU 2.9.4.5", "a loop's status is that of its last command, or 0 if its body never ran";
    CaseMatch, "case-match", "XCU 2.9.4.3", "case runs the commands of the first pattern that matches";
    CaseFallThrough, "case-fall-through", "XCU 2.9.4.3", ";& goes on with the commands of the next pattern";
    CaseStatus, "case-status", "XCU 2.9.4.3", "a case ends with 0 if it ran nothing, else with its last command's status";

    // Functions, scripts, processes
    FunctionDefinition, "function-definition", "XCU 2.9.5", "name() stores commands under a name and runs none of them";
    FunctionCall, "function-call", "XCU 2.9.5", "a function runs in this shell, with arguments $1, $2 of its own";
    FunctionStatus, "function-status", "XCU 2.9.5", "a function's status is that of the last command it ran";
    Return, "return", "XCU 2.15 return", "return ends the function or the file read with . and sets its status";
    Exit, "exit", "XCU 2.15 exit", "exit ends the shell it runs in; without a number it leaves with $?";
    Exec, "exec", "XCU 2.15 exec", "exec puts the command in the shell's place; nothing after it runs";
    ExecRedirects, "exec-redirects", "XCU 2.15 exec", "exec without a command makes redirections that stay";
    Break, "break", "XCU 2.15 break", "break leaves the loop, break 2 the one around it as well";
    Continue, "continue", "XCU 2.15 continue", "continue begins the next turn of the loop";
    Dot, "dot", "XCU 2.15 dot", ". reads a file into this shell; it is no process of its own";
    Eval, "eval", "XCU 2.15 eval", "eval makes one line of its arguments and runs it";
    Export, "export", "XCU 2.15 export", "only exported variables are handed to programs";
    ReadOnly, "readonly", "XCU 2.15 readonly", "a read-only variable can be neither changed nor removed";
    ErrExit, "errexit", "XCU 2.15 set", "with set -e a failure that nobody looks at ends the shell";
    ErrExitExempt, "errexit-exempt", "XCU 2.15 set", "set -e overlooks conditions, left sides of && and ||, and what ! negates";
    NoUnset, "nounset", "XCU 2.15 set", "with set -u an unset variable is an error";
    Trap, "trap", "XCU 2.15 trap", "trap keeps commands to be run when a signal comes, or at the end";
    Wait, "wait", "XCU wait", "wait with a process id ends with that process's status";
    WaitCutShort, "wait-cut-short", "XCU 2.12", "a signal with a trap ends wait at once, with 128 and its number";
    WaitAll, "wait-all", "XCU wait", "wait alone waits for every background command and ends with 0";
    ChangeDirectory, "change-directory", "XCU cd", "cd moves this shell, and no other process";
    Read, "read", "XCU read", "read takes one line of input into variables, and fails at the end";

    // test
    TestIsCommand, "test-is-command", "XCU test", "[ is a command like any other; its answer is its exit status";
    TestOperands, "test-operands", "XCU test", "test goes by how many operands it is given";
    TestOneOperand, "test-one-operand", "XCU test", "with one operand test asks only whether it is not empty";
    TestText, "test-text", "XCU test", "= and != compare text, character by character";
    TestNumbers, "test-numbers", "XCU test", "-eq -ne -lt -le -gt -ge compare whole numbers, and nothing else";
    TestFiles, "test-files", "XCU test", "-e asks for any file, -f for a regular one, -d for a directory";
    TestNegation, "test-negation", "XCU test", "! as an operand of its own turns the answer round";
    TestBracket, "test-bracket", "XCU test", "[ wants ] as its last word";
    TestError, "test-error", "XCU test", "a question that test cannot read leaves 2, which counts as no";
}
