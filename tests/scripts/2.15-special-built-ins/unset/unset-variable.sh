# posix: XCU 2.15 unset
# status: 0

x=1
unset x
echo "[${x-gone}]"
unset never_set; echo $?
