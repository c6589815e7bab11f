# posix: XCU 3 cd
# status: 0
cd //; pwd
cd ///; pwd
cd /./usr/../usr//bin/; pwd
