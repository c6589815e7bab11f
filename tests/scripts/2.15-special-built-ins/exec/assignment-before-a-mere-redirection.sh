# posix: XCU 2.15 exec
# status: 0

new=value exec 3>&1
echo "$new" >&3
sh -c 'echo "${new-not exported}"'
old=1
export old
old=2 exec 3>&-
sh -c 'echo "$old"'
(seen=yes exec sh -c 'echo "$seen"')
