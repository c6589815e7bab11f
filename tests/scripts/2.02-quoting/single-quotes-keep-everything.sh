# posix: XCU 2.2.2
# status: 0

x=1
printf '%s\n' '$x `echo` $(echo) \ " * ~'
