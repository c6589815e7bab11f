# posix: XCU 2.2.1
# status: 0

set -- one two
echo $\
1 $\
# $\
@ "$\
*" ${1\
} $\
{2}
