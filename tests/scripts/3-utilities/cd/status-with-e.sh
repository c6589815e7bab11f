# posix: XCU 3 cd
# status: 0
# compare: no dash has no -e

cd -P -e nosuch 2>/dev/null
test $? -gt 1 && echo above one
cd -eP nosuch/inner 2>/dev/null
test $? -gt 1 && echo above one
cd -Pe . && echo well
mkdir gone
cd gone
rmdir ../gone
cd -Pe . 2>/dev/null
test $? -ne 0 && echo no name
