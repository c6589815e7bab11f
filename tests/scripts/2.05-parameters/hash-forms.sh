# posix: XCU 2.5.2
# status: 0

set -- a b c
echo $# "$#" ${#} ${##} ${#@}x 2>/dev/null | sed 's/ .*//' 
echo ${#1} ${#-x} ${#:-x} ${#+y} ${##3}
