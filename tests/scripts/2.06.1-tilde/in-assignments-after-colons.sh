# posix: XCU 2.6.1
# status: 0

HOME=/home/me
a=~:~/b:x~:~
b=x:~/c d=~/e=~
c="~":\~:'~'/x:~
echo "$a" "$b" "$c" "$d"
