# posix: XCU 2.5.1
# status: 0

set -- a b c d e f g h i j k
echo ${01} ${10} ${010} ${011} $10 ${1}0
