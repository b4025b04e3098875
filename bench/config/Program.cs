using BenchmarkDotNet.Running;
using Lanyard.Bench.Config;

// `files FOLDER` writes the files that the other programs read; anything else is for BenchmarkDotNet.
if (args is ["files", var folder])
{
    BenchFiles.Write(folder);
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(BenchFiles).Assembly).Run(args);
