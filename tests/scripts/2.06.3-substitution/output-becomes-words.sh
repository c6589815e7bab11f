# posix: XCU 2.6.3
# status: 0

echo $(echo a b)
x=$(printf 'one\ntwo\n')
echo "$x"
echo $x
