# posix: XCU 2.15 export
# status: 0

export later
sh -c 'echo "[${later-unset}]"'
later=now
sh -c 'echo "[$later]"'
