# posix: XCU 2.6.2
# status: 0

set -- aa b
true
echo ${#?} ${##}
[ ${#$} -gt 0 ] && echo pid
[ ${#-} -ge 0 ] && echo flags
