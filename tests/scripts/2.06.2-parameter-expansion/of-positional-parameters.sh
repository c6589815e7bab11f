# posix: XCU 2.6.2
# status: 0

set -- one two '' 
echo ${1#o} ${2%o} ${3:-def} ${3-def} ${4:-four} ${1:+alt} ${10:-ten}
