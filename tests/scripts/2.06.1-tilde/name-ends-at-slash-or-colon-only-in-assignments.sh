# posix: XCU 2.6.1
# status: 0

HOME=/home/me
echo ~:x ~:
x=~:x; echo $x
y=~no_such_user_here:~/z; echo $y
