# posix: XCU 2.5.2
# status: 0

set -- a b c
echo ${#%3} ${#%4} ${##4} ${#=x} 
