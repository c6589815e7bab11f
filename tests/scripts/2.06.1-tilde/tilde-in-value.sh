# posix: XCU 2.6.1
# status: 0

HOME=/home/ada
x=~/f
y=a:~/b:~
echo $x $y
