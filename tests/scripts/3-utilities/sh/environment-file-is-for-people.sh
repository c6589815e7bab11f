# posix: XCU 3 sh
# status: 0
# compare: no it wants a terminal for its prompt
echo 'echo from env $-' >env
ENV='$PWD/env' /proc/$$/exe sh -c 'echo plain'
ENV='$PWD/env' /proc/$$/exe sh -i -c 'echo interactive' 2>/dev/null | sed 's/[^a-z ]*[bhmsB]*$//'
ENV=/nosuch /proc/$$/exe sh -i -c 'echo interactive' 2>/dev/null
