# posix: XCU 2.5.2
# status: 0

set -- a b c
IFS=:-; echo "$*" $*
IFS=; echo "$*"; printf '<%s>' $*; echo
unset IFS; echo "$*"
IFS=' '; echo "$*"
IFS='	 '; echo "$*"
