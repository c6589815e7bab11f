# posix: XCU 2.15 trap
# status: 0

trap 'echo int' 2; trap 'echo hup' HUP; trap 'echo zero' 0
kill -INT $$; kill -HUP $$
trap 2 HUP; trap
