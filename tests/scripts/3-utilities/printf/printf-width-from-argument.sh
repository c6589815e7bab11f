# posix: XCU 3 printf
# status: 0

printf '%.2s|%.3d|%*d|\n' abc 7 4 9
