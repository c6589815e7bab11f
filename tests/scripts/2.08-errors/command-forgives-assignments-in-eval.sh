# posix: XCU 2.8.1
# status: 0

readonly r=1
command eval 'r=2; echo not reached' 2>/dev/null
test $? -gt 0 && echo went on
command eval 'r=2 true; echo not reached' 2>/dev/null
test $? -gt 0 && echo went on
command eval 'eval "r=2"; echo not reached' 2>/dev/null
test $? -gt 0 && echo went on
f() {
    r=2
    echo not reached
}
command eval f 2>/dev/null
test $? -gt 0 && echo went on
echo 'r=2; echo not reached' >dotted
command . ./dotted 2>/dev/null
test $? -gt 0 && echo went on
for i in 1 2; do
    command command eval 'r=2; echo not reached' 2>/dev/null
    echo turn $i
done
(
    eval 'r=2' 2>/dev/null
    echo not reached
)
test $? -gt 0 && echo without it the subshell ends
