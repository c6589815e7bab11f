# posix: XCU 2.6.5
# status: 0

n() { printf '%s:' $#; printf '<%s>' "$@"; echo; }
IFS=' ,'
n $(echo 'a ,') ; n $(echo 'a , ') ; n $(echo ', a') ; n $(echo 'a,,b') ; n $(echo 'a , , b')
