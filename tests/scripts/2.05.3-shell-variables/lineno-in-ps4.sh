# posix: XCU 2.5.3
# status: 0
# compare: no dash has no LINENO

PS4='$LINENO: '
f() {
    echo three
}
exec 2>&1
set -x
echo one

echo two; f
x=1
(echo \
    sub)
