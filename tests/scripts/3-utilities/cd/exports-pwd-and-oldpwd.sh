# posix: XCU 3 cd
# status: 0
unset OLDPWD
cd /usr
cd /
env | grep PWD | sort
