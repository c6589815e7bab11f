# posix: XCU 3 test
# status: 0

touch f; mkdir d; echo x > s; ln -s f l
[ -e f ]; echo $?
[ -f f ]; echo $?
[ -f d ]; echo $?
[ -d d ]; echo $?
[ -s f ]; echo $?
[ -s s ]; echo $?
[ -h l ]; echo $?
[ -L f ]; echo $?
[ -e missing ]; echo $?
