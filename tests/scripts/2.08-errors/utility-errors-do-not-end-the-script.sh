# posix: XCU 2.8.1
# status: 0

for c in 'cd /no/such/place' 'read <nofile' 'echo x >/no/such/dir/f' 'test 1 -eq x' 'kill -s NOSUCH 1' 'umask zz' 'nosuchcommand' '{ :; } <nofile' '(:) <nofile' 'getopts' 'printf' 'unalias nosuch' 'wait nosuch'; do
(eval "$c" 2>/dev/null; [ $? -ne 0 ] && echo "goes on $c")
done
