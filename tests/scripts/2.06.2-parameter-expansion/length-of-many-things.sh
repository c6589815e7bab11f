# posix: XCU 2.6.2
# status: 0

x= y=abc z='a b
c'
set -- aa bbb
echo ${#x} ${#y} ${#z} ${#1} ${#2} ${#3} ${#10} ${#unset}
