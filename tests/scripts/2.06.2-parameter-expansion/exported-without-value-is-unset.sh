# posix: XCU 2.6.2
# status: 0

unset e
export e
echo ${e-unset} "${e+set}"
readonly r
echo ${r-unset} "${r+set}"
