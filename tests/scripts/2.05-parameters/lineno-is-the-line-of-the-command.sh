# posix: XCU 2.5
# status: 0
# compare: no dash is built without it here
echo $LINENO
f() {
    echo f $LINENO
    echo g \
        $LINENO $((LINENO))
}
f
for i in $LINENO \
    $LINENO; do echo $i; done
: $(echo
echo)
x=$(
echo $LINENO)
echo $x
(echo $LINENO)
LINENO=5
echo $LINENO
