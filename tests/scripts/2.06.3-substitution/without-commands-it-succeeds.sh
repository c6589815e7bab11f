# posix: XCU 2.6.3
# status: 0

false
x=$()
echo $?
false
x=``
echo $?
(exit 3)
x=$(
    # nothing but this
)
echo $?
false
$()
echo $?
false
x=$(echo "before: $?")
echo "$x"
