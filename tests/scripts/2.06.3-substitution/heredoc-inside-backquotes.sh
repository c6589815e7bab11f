# posix: XCU 2.6.3
# status: 0

x=`cat <<E
line $((1+1))
E
`
echo "$x"
