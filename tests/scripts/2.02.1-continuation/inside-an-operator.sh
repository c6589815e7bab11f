# posix: XCU 2.2.1
# status: 0

true &\
& echo and
false |\
| echo or
echo x >\
> f
cat f
