# posix: XCU 3 cd
# status: 0
cd /usr
unset PWD
cd bin
pwd
PWD=/nowhere
cd ..
pwd
