# posix: XCU 2.6.2
# status: 0

export e=1
unset e
echo ${e-unset} ${e+set}
e=2; sh -c 'echo ${e-unset}'
