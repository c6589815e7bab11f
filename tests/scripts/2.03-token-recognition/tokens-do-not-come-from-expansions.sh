# posix: XCU 2.3
# status: 0

x='; echo bad' y='| cat' z='&& echo bad' r='>f' c='#no'
echo a $x
echo b $y
echo c $z
echo d $r $c
ls
