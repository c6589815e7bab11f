# posix: XCU 2.6.5
# status: 0

x=a:b
IFS=: echo $x
IFS=: eval 'echo $x'
