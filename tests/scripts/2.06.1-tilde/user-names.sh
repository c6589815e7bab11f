# posix: XCU 2.6.1
# status: 0

home=$(getent passwd root | cut -d: -f6)
[ ~root = "$home" ] && echo same
[ ~root/x = "$home/x" ] && echo same
x=~root:~no_such_user_here; [ "$x" = "$home:~no_such_user_here" ] && echo same
echo ~no_such_user_here ~no_such_user_here/x
