# posix: XCU 3 cd
# status: 0
mkdir d
cd d
rmdir ../d
cd . 2>/dev/null && echo found || echo refused
