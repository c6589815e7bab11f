# posix: XCU 2.6.1
# status: 0

HOME=/home/me
export a=~/x
readonly b=x:~
echo "$a" "$b"
