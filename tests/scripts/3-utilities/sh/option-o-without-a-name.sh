# posix: XCU 3 sh
# status: 0

# The options are printed, and the commands are read all the same.
sh -e -o </dev/null | grep errexit | tr -s '\t ' '  '
echo 'echo "commands $-"' | sh -f -o | tail -n 1 | tr -d s
sh -u +o </dev/null | grep nounset
