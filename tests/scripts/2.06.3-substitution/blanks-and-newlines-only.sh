# posix: XCU 2.6.3
# status: 0

echo "[$( )]" "[$(
)]" "[` `]" "[$(
# only a comment
)]"
