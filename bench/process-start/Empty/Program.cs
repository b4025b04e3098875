using Lanyard.Bench.Empty;

// Does nothing at all. The argument that is never given keeps in the trimmed program what lanyard has in it.
return args is ["everything"] ? await Everything.RunAsync() : 0;
