# posix: XCU 2.3.1
# status: 0
alias a= b=' '
echo one | a
cat
true && b
echo two
(
false || a
echo three)
alias f='f() ' g=
f g
{ echo four; }
\f
