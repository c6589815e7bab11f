# posix: XCU 2.6.5
# status: 0

IFS=' :'
x='a : b:c  d: :e'
printf '<%s>' $x; echo
