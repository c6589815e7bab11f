# posix: XCU 3 hash
# status: 0
mkdir one two
printf 'echo one\n' > one/utility; chmod +x one/utility
printf 'echo two\n' > two/utility; chmod +x two/utility
PATH=$PWD/one:$PWD/two:$PATH
mv one/utility moved
utility
mv moved one/utility
utility
PATH=$PATH
utility
rm one/utility
utility
rm two/utility
utility; echo "status $?"
(utility); echo "status $?"
x=$(utility); echo "status $?"
printf 'echo again\n' > two/utility; chmod +x two/utility
utility
chmod -x two/utility
