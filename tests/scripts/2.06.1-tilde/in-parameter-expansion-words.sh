# posix: XCU 2.6.1
# status: 0

HOME=/home/me
unset u
echo ${u-~} ${u:-~/x} "${u-~}"
v=/home/me/x
echo ${v#~} ${v#~/} "${v#~}"
: ${w:=~/y}; echo "$w"
echo ${v+~/z}
