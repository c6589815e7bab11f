# posix: XCU 2.9.5
# status: 0

down() { echo $1; if [ $1 -gt 0 ]; then down $(($1 - 1)); fi; }
down 3
