# posix: XCU 2.3.1
# status: 0
# parses: no aliases hold parts of its constructs

alias open='
(
' close='
)
'
a=A
open echo subshell; a=B; close
echo $a
alias end='
esac </dev/null | cat -' next='
echo B;; '
case a in a) :
echo A; end
case a in a) :
next esac
alias s=';;'
case a in
    (b) s
    (a) echo case
esac
