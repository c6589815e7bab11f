# posix: XCU 2.6.6
# status: 0

touch x1 x2
echo $(echo 'x*') `echo x?`
set -- 'x*'; echo $1 "$1" $* "$@" "$*"
