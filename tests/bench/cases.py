# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""cases.py - what `compare` measures: groups of cases that do the same work.

A new stage adds a Group with one case of ours and those of others; nothing
else needs to change. A case is made by one of

    ours, gst    a piece of a GStreamer pipeline, F32LE stereo going in
    ffmpeg       a filter graph
    lv2          the URI of an LV2 plugin and its controls by symbol
    sox          effects
    program      a C program of this repository that reads float32 on stdin

with the Debian package it takes. `less` says what a case leaves out: it is
shown, but is no peer in the ratio. A group's `proof` (see compare.py) is how
the output must differ from the input.
"""

import typing


class Case(typing.NamedTuple):
    label: str
    runner: str
    spec: object
    package: str
    ours: bool = False
    less: str = ""
    words: bool = False  # the output is 16-bit integer
    shown: str = ""  # in place of spec in the proof: it prints its figures


class Group(typing.NamedTuple):
    name: str
    title: str
    proof: str
    times: int  # the input is so many times as long: for what takes little
    cases: list


def ours(label, chain, **more):
    return Case(label, "gst", chain, "this build", ours=True, **more)


def gst(label, chain, package, **more):
    return Case(label, "gst", chain, package, **more)


def ffmpeg(label, graph, package="ffmpeg", **more):
    return Case(label, "ffmpeg", graph, package, **more)


def lv2(label, uri, package, /, controls=(), **more):
    return Case(label, "lv2", (uri, tuple(dict(controls).items())), package,
                **more)


def sox(label, effects, **more):
    return Case(label, "sox", effects, "sox", **more)


def program(label, source, library, package, *arguments, **more):
    return Case(label, "program", (source, library, arguments), package, **more)


LSP = "http://lsp-plug.in/plugins/lv2/"
X42 = "http://gareus.org/oss/lv2/"
CALF = "http://calf.sourceforge.net/plugins/"


def linear(decibel):
    return round(10 ** (decibel / 20), 6)


# Equaliser: Hz and dB; Q is 1 everywhere.
BELLS = [(40, 3), (100, 2), (250, -3), (630, -2),
         (1600, 2), (4000, -3), (8000, 3), (14000, 4)]

# Compressor: dB, ms.
THRESHOLD, RATIO, ATTACK, RELEASE, KNEE = -24, 3, 20, 200, 6

# Multiband: Hz; in each band dB, ms.
SPLITS = (120, 1000, 6000)
BAND_THRESHOLD = -30

# Limiter: dB.
DRIVE, CEILING = 6, -1


def each_bell(text, first=0):
    """`text` for each bell: n, hz, db and g, the linear gain, in braces."""
    return [text.format(n=n, hz=hz, db=db, g=linear(db))
            for n, (hz, db) in enumerate(BELLS, first)]


def pairs(words):
    return (word.split("=") for word in words)


EQ_OURS = " ".join(each_bell("band{n}::frequency={hz} band{n}::gain={db} "
                             "band{n}::q=1"))
EQ_FFMPEG = ",".join(each_bell("equalizer=f={hz}:t=q:w=1:g={db}"))
EQ_LSP = dict(pairs(" ".join(each_bell(
    "ft_{n}=1 f_{n}={hz} g_{n}={g} q_{n}=1")).split()), mode=0)
EQ_LSP_FFT = dict(EQ_LSP, mode=2)
EQ_FIR = "firequalizer=gain_entry='" + ";".join(
    ["entry(20,0)"] + each_bell("entry({hz},{db})") +
    ["entry(20000,0)"]) + "'"
CURVE = "<" + ",".join(
    ["20.0,0.0"] + each_bell("{hz}.0,{db}.0") + ["20000.0,0.0"]) + ">"
EQ_CALF = dict(pairs(" ".join(each_bell(
    "p{n}_active=1 p{n}_freq={hz} p{n}_level={g} p{n}_q=1", 1)).split()))
EQ_FIL4 = {
    "HighPass": 1, "HPfreq": 30, "LSgain": 3, "LSfreq": 100,
    "freq1": 250, "q1": 1, "gain1": -3, "freq2": 630, "q2": 1, "gain2": -2,
    "freq3": 1600, "q3": 1, "gain3": 2, "freq4": 4000, "q4": 1, "gain4": -3,
    "HSgain": 3, "HSfreq": 8000, "LowPass": 1, "LPfreq": 18000,
}

COMPRESSOR = (f"threshold={THRESHOLD} ratio={RATIO} attack={ATTACK} "
              f"release={RELEASE} knee={KNEE}")
COMPRESSOR_FFMPEG = (
    f"acompressor=threshold={linear(THRESHOLD)}:ratio={RATIO}:attack={ATTACK}:"
    f"release={RELEASE}:knee={linear(KNEE)}:detection=peak:link=maximum")



def each_band(text, first=0, bands=4):
    """`text` for each band, n and the values in braces."""
    return [text.format(
        n=n, threshold=BAND_THRESHOLD, linear=linear(BAND_THRESHOLD),
        ratio=RATIO, attack=ATTACK, release=RELEASE, knee=KNEE)
        for n in range(first, first + bands)]


MULTIBAND = (
    " ".join(["bands=4"] + each_band(
        "band{n}::threshold={threshold} band{n}::ratio={ratio} "
        "band{n}::attack={attack} band{n}::release={release} "
        "band{n}::knee={knee}")) + " " +
    " ".join(f"band{n}::upper-frequency={hz}" for n, hz in enumerate(SPLITS)))
# attack and decay in seconds, the knee, the curve
MCOMPAND = (f"{ATTACK / 1000},{RELEASE / 1000}", KNEE, BAND_THRESHOLD,
            round(BAND_THRESHOLD - BAND_THRESHOLD / RATIO, 3))
MULTIBAND_SOX = "mcompand " + "".join(
    "'{} {}:{t},{t},0,{}' {} ".format(*MCOMPAND[:2], MCOMPAND[3], hz,
                                      t=MCOMPAND[2])
    for hz in (*SPLITS, "")).rstrip()
MULTIBAND_FFMPEG = "mcompand=args='" + " | ".join(
    "{} {} {t}/{t},0/{} {}".format(*MCOMPAND[:2], MCOMPAND[3], hz,
                                   t=MCOMPAND[2])
    for hz in (*SPLITS, 22000)) + "'"
MULTIBAND_LSP = dict(pairs(" ".join(each_band(
    "ce_{n}=1 cm_{n}=0 al_{n}={linear} cr_{n}={ratio} at_{n}={attack} "
    "rt_{n}={release} scm_{n}=0") + [
        f"cbe_{n}=1 sf_{n}={hz}" for n, hz in enumerate(SPLITS, 1)] + [
        "cbe_4=0 cbe_6=0"]).split()))
MULTIBAND_LSP.update((f"kn_{n}", linear(-KNEE)) for n in range(4))
MULTIBAND_CALF = dict(pairs(" ".join(each_band(
    "threshold{n}={linear} ratio{n}={ratio} attack{n}={attack} "
    "release{n}={release} detection{n}=1 bypass{n}=0") + [
        f"freq{n}={hz}" for n, hz in enumerate(SPLITS)]).split()), mode=0)
MULTIBAND_CALF.update((f"knee{n}", linear(KNEE)) for n in range(4))
MULTIBAND_ZAM = dict(pairs(" ".join(each_band(
    "thr{n}={threshold} rat{n}={ratio} att{n}={attack} rel{n}={release} "
    "kn{n}={knee} toggle{n}=1", 1, 3)).split()), xover1=SPLITS[0],
    xover2=SPLITS[2])

# Imager: gains of the side.
WIDTH = 1.5
WIDTHS = (0.5, 1, 1.5, 2)
IMAGER_BANDS = "masterimager bands=4 " + " ".join(
    f"band{n}::width={width}" for n, width in enumerate(WIDTHS))

LIMITER_FFMPEG = (f"alimiter=level_in={linear(DRIVE)}:limit={linear(CEILING)}:"
                  "attack=5:release=100:level=0")
LIMITER_FFMPEG_4X = f"aresample=192000,{LIMITER_FFMPEG},aresample=48000"




def of(stage, words):
    """The words, for that stage of masterchain."""
    return " ".join(f"{stage}::{word}" for word in words.split())


CHAIN = (f"{of('eq', EQ_OURS)} {of('compressor', COMPRESSOR)} "
         f"limiter::ceiling={CEILING}")
# What is in masterchain of these, and the peers of it.
WHOLE_CHAIN = [
    "saturator::type=soft-clip saturator::drive=6",
    "imager::band0::width=1.2",
]
WHOLE_FFMPEG = [
    "stereotools=slev=1.2",
    "asoftclip=type=tanh:oversample=4",
]

S16 = "audio/x-raw,format=S16LE"


def lsp_limiter(oversampling):
    return {"g_in": linear(DRIVE), "th": linear(CEILING), "boost": 0,
            "ovs": oversampling}


def calf_limiter(oversampling):
    return {"level_in": linear(DRIVE), "limit": linear(CEILING),
            "auto_level": 0, "oversampling": oversampling, "release": 100}


def x42_limiter(true_peak):
    return {"gain": DRIVE, "threshold": CEILING, "release": 0.1,
            "truepeak": true_peak}


GROUPS = [
    Group("eq", "equaliser, eight bells", "changed", 5, [
        ours("mastereq", f"mastereq bands=8 {EQ_OURS}"),
        lv2("LSP para_equalizer_x16, IIR",
            LSP + "para_equalizer_x16_stereo", "lsp-plugins-lv2",
            controls=EQ_LSP),
        lv2("Calf Equalizer12Band", CALF + "Equalizer12Band", "calf-plugins",
            controls=EQ_CALF),
        lv2("x42 fil4: 4 bells, 2 shelves, 2 cuts", X42 + "fil4#stereo",
            "x42-plugins", controls=EQ_FIL4),
        ffmpeg("equalizer x8", EQ_FFMPEG),
        gst("equalizer-nbands", "equalizer-nbands num-bands=8 " + " ".join(
            each_bell("band{n}::type=peak band{n}::freq={hz} "
                      "band{n}::bandwidth={hz} band{n}::gain={db}")),
            "gstreamer1.0-plugins-good"),
    ]),
    Group("eq-linear", "equaliser, eight bells, linear phase", "changed", 5, [
        ours("mastereq phase=linear",
             f"mastereq phase=linear bands=8 {EQ_OURS}"),
        lv2("LSP para_equalizer_x16, FFT",
            LSP + "para_equalizer_x16_stereo", "lsp-plugins-lv2",
            controls=EQ_LSP_FFT),
        ffmpeg("firequalizer, through the same points", EQ_FIR),
    ]),
    Group("match", "a curve for mid and side", "changed", 5, [
        ours("mastermatch", f'mastermatch mid-curve="{CURVE}" '
             f'side-curve="<100.0,-3.0,5000.0,2.0>"'),
        ours("mastermatch phase=linear", "mastermatch phase=linear "
             f'mid-curve="{CURVE}" side-curve="<100.0,-3.0,5000.0,2.0>"'),
        ours("mastermatch, one curve", f'mastermatch mid-curve="{CURVE}" '
             f'side-curve="{CURVE}"'),
        ffmpeg("firequalizer, left and right alike", EQ_FIR),
    ]),
    Group("compressor", "compressor, 3:1", "compressed", 5, [
        ours("mastercompressor", f"mastercompressor {COMPRESSOR}"),
        lv2("LSP compressor_stereo, peak", LSP + "compressor_stereo",
            "lsp-plugins-lv2", controls={
                "al": linear(THRESHOLD), "cr": RATIO, "at": ATTACK,
                "rt": RELEASE, "kn": linear(-KNEE), "scm": 0}),
        lv2("Calf Compressor, peak", CALF + "Compressor", "calf-plugins",
            controls={
                "threshold": linear(THRESHOLD), "ratio": RATIO,
                "attack": ATTACK, "release": RELEASE, "knee": linear(KNEE),
                "detection": 1, "stereo_link": 1}),
        lv2("x42 darc, RMS, makes up", X42 + "darc#stereo", "x42-plugins",
            controls={
                "threshold": THRESHOLD, "Ratio": round(1 - 1 / RATIO, 3),
                "attack": ATTACK / 1000, "release": RELEASE / 1000}),
        lv2("ZamCompX2", "urn:zamaudio:ZamCompX2", "zam-plugins", controls={
            "thr": THRESHOLD, "rat": RATIO, "att": ATTACK, "rel": RELEASE,
            "kn": KNEE}),
        ffmpeg("acompressor, peak", COMPRESSOR_FFMPEG),
        ffmpeg("swh sc4, peak", "ladspa=f=sc4_1882:p=sc4:c=" + "|".join(
            f"c{n}={value}" for n, value in enumerate(
                (0, ATTACK, RELEASE, THRESHOLD, RATIO, KNEE, 0))),
            "swh-plugins"),
        gst("audiodynamic", "audiodynamic mode=compressor "
            f"characteristics=soft-knee threshold={linear(THRESHOLD)} "
            f"ratio={1 / RATIO:.3f}", "gstreamer1.0-plugins-good",
            less="no attack, no release"),
    ]),
    Group("multiband", "compressor in four bands, 3:1", "compressed", 1, [
        ours("mastermultiband", f"mastermultiband {MULTIBAND}"),
        ours("mastermultiband crossover=linear",
             f"mastermultiband crossover=linear {MULTIBAND}"),
        sox("mcompand", MULTIBAND_SOX),
        ffmpeg("mcompand", MULTIBAND_FFMPEG),
        lv2("LSP mb_compressor_stereo, classic", LSP + "mb_compressor_stereo",
            "lsp-plugins-lv2", controls=dict(MULTIBAND_LSP, mode=0)),
        lv2("LSP mb_compressor_stereo, modern", LSP + "mb_compressor_stereo",
            "lsp-plugins-lv2", controls=dict(MULTIBAND_LSP, mode=1)),
        lv2("Calf MultibandCompressor, LR4", CALF + "MultibandCompressor",
            "calf-plugins", controls=MULTIBAND_CALF),
        lv2("ZaMultiCompX2", "urn:zamaudio:ZaMultiCompX2", "zam-plugins",
            controls=MULTIBAND_ZAM, less="three bands"),
    ]),
    Group("saturator", "soft clip, driven by 12 dB", "changed", 5, [
        ours("mastersaturator type=soft-clip",
             "mastersaturator type=soft-clip drive=12"),
        ours("mastersaturator type=soft-clip auto-gain=true",
             "mastersaturator type=soft-clip drive=12 auto-gain=true"),
        ours("mastersaturator type=tape", "mastersaturator type=tape drive=12"),
        ours("mastersaturator type=tube bands=3",
             "mastersaturator type=tube bands=3 drive=12"),
        lv2("Calf Saturator", CALF + "Saturator", "calf-plugins",
            controls={"drive": 4, "blend": 0}),
        lv2("Calf TapeSimulator", CALF + "TapeSimulator", "calf-plugins",
            controls={"level_in": linear(12)}),
        ffmpeg("asoftclip oversample=4",
               "volume=12dB,asoftclip=type=tanh:oversample=4"),
        ffmpeg("asoftclip oversample=8",
               "volume=12dB,asoftclip=type=tanh:oversample=8"),
    ]),
    Group("exciter", "exciter above 6 kHz", "excited", 5, [
        ours("mastersaturator type=exciter",
             "mastersaturator type=exciter drive=12 frequency=6000"),
        lv2("Calf Exciter", CALF + "Exciter", "calf-plugins",
            controls={"drive": 8, "freq": 6000, "amount": 1}),
        # Of 7.1 kHz it makes 12.5 kHz, which is no harmonic, at -36 dBc.
        ffmpeg("aexciter", "aexciter=freq=6000:drive=8",
               less="not oversampled"),
    ]),
    Group("imager", "width", "changed", 5, [
        ours("masterimager", f"masterimager band0::width={WIDTH}"),
        ffmpeg("stereotools", f"stereotools=slev={WIDTH}"),
        lv2("Calf StereoTools", CALF + "StereoTools", "calf-plugins",
            controls={"slev": WIDTH}),
        ffmpeg("extrastereo", f"extrastereo=m={WIDTH}:c=0",
               less="a gain: nothing glides, measures nothing"),
        ours("masterimager, four bands", IMAGER_BANDS),
        ours("masterimager, four bands, guard", IMAGER_BANDS + " guard=true"),
        ours("masterimager, four bands, linear",
             IMAGER_BANDS + " crossover=linear"),
        ours("masterimager stereoize=0.5 bass-mono=120",
             "masterimager stereoize=0.5 bass-mono=120"),
    ]),
    Group("loudness", "loudness, live", "changed", 5, [
        ours("masterloudness mode=live", "masterloudness mode=live target=-23"),
        ffmpeg("loudnorm, one pass, limits too",
               "loudnorm=I=-23:TP=-1:LRA=11,aformat=sample_rates=48000"),
        ffmpeg("speechnorm", "speechnorm=e=4:l=1",
               less="peaks, not loudness"),
        ffmpeg("dynaudnorm", "dynaudnorm=p=0.5", less="peaks, not loudness"),
    ]),
    Group("loudness-static", "loudness, a known gain", "changed", 5, [
        ours("masterloudness",
             "masterloudness measured=-14 target=-23"),
        gst("rgvolume", "rgvolume fallback-gain=-9",
            "gstreamer1.0-plugins-good"),
        ffmpeg("volume", "volume=-9dB"),
    ]),
    # All with a decay of about a second; dry and wet alike.
    Group("reverb", "reverb, 1 s", "changed", 5, [
        ours("masterreverb", "masterreverb mix=0 time=1 size=20 predelay=0"),
        gst("freeverb", "freeverb room-size=0.5 level=0.5",
            "gstreamer1.0-plugins-bad"),
        lv2("Calf Reverb", CALF + "Reverb", "calf-plugins", controls={
            "decay_time": 1, "amount": 1, "dry": 1, "predelay": 0}),
        sox("reverb", "reverb 50 50 50"),
        ffmpeg("LADSPA gverb", "pan=mono|c0=c0,ladspa=gverb_1216:gverb:"
               "c=c0=20|c1=1|c2=0.5|c3=0.75|c4=0|c5=-6|c6=-70",
               "swh-plugins", less="mono in"),
    ]),
    Group("limiter", "limiter, true peak, 6 dB over", "limited", 1, [
        ours("masterlimiter",
             f"masterlimiter drive={DRIVE} ceiling={CEILING}"),
        lv2("LSP limiter_stereo, half x4", LSP + "limiter_stereo",
            "lsp-plugins-lv2", controls=lsp_limiter(6)),
        lv2("LSP limiter_stereo, full x4", LSP + "limiter_stereo",
            "lsp-plugins-lv2", controls=lsp_limiter(16)),
        lv2("x42 dpl, true peak", X42 + "dpl#stereo", "x42-plugins",
            controls=x42_limiter(1)),
        lv2("Calf Limiter x4", CALF + "Limiter", "calf-plugins",
            controls=calf_limiter(4)),
        ffmpeg("alimiter at 192 kHz", LIMITER_FFMPEG_4X),
    ]),
    Group("limiter-plain", "limiter, sample peak, 6 dB over", "limited", 5, [
        ours("masterlimiter true-peak=false",
             f"masterlimiter true-peak=false drive={DRIVE} ceiling={CEILING}"),
        lv2("LSP limiter_stereo", LSP + "limiter_stereo", "lsp-plugins-lv2",
            controls=lsp_limiter(0)),
        lv2("x42 dpl", X42 + "dpl#stereo", "x42-plugins",
            controls=x42_limiter(0)),
        lv2("Calf Limiter", CALF + "Limiter", "calf-plugins",
            controls=calf_limiter(1)),
        ffmpeg("alimiter", LIMITER_FFMPEG),
        ffmpeg("swh fastLookaheadLimiter", "ladspa=f=fast_lookahead_limiter"
               f"_1913:p=fastLookaheadLimiter:c=c0={DRIVE}|c1={CEILING}|c2=0.1",
               "swh-plugins"),
        gst("rglimiter", f"volume volume={linear(DRIVE)} ! rglimiter",
            "gstreamer1.0-plugins-good", less="a curve, no look-ahead"),
    ]),
    Group("meter", "meter: I, LRA, true peak", "loudness", 1, [
        ours("mastermeter", "mastermeter",
             shown="mastermeter post-messages=true"),
        program("libebur128", "tests/reference/ebur128.c", "libebur128",
                "libebur128-dev", "48000", "2"),
        ffmpeg("ebur128=peak=true", "ebur128=peak=true:framelog=verbose"),
        gst("ebur128level", "ebur128level", "gst-plugins-rs, not in Debian 12"),
    ]),
    Group("dither", "dither to 16 bit, triangular", "dithered", 5, [
        ours("masterdither", f"masterdither ! {S16}", words=True),
        gst("audioconvert dithering=tpdf",
            f"audioconvert dithering=tpdf ! {S16}",
            "gstreamer1.0-plugins-base", words=True),
        ffmpeg("aresample, triangular",
               "aresample=out_sample_fmt=s16:dither_method=triangular",
               words=True),
        sox("dither", "dither", words=True),
    ]),
    # The Lipshitz curves of ffmpeg and sox are for 44.1 kHz: at 48 kHz both
    # fall back to flat dither.
    Group("dither-shaped", "dither to 16 bit, shaped", "shaped", 5, [
        ours("masterdither shaping=f-weighted, 12 taps",
             f"masterdither shaping=f-weighted ! {S16}", words=True),
        ours("masterdither shaping=wannamaker, 9 taps",
             f"masterdither shaping=wannamaker ! {S16}", words=True),
        ours("masterdither shaping=lipshitz, 5 taps",
             f"masterdither shaping=lipshitz ! {S16}", words=True),
        gst("audioconvert noise-shaping=high, 8 taps",
            f"audioconvert dithering=tpdf noise-shaping=high ! {S16}",
            "gstreamer1.0-plugins-base", words=True),
        gst("audioconvert noise-shaping=medium, 5 taps",
            f"audioconvert dithering=tpdf noise-shaping=medium ! {S16}",
            "gstreamer1.0-plugins-base", words=True),
        ffmpeg("aresample, shibata", "aresample=out_sample_fmt=s16:"
               "dither_method=shibata", words=True),
        sox("dither -s, shibata", "dither -s", words=True),
    ]),
    Group("chain", "eq, compressor, limiter, meter", "limited", 1, [
        ours("masterchain ! mastermeter",
             f"masterchain {CHAIN} limiter::drive={2 * DRIVE} ! mastermeter"),
        ffmpeg("the same, alimiter at 192 kHz", ",".join(
            [EQ_FFMPEG, COMPRESSOR_FFMPEG, f"volume={DRIVE}dB",
             LIMITER_FFMPEG_4X, "ebur128=peak=true:framelog=verbose"])),
        ffmpeg("the same, alimiter at 48 kHz", ",".join(
            [EQ_FFMPEG, COMPRESSOR_FFMPEG, f"volume={DRIVE}dB",
             LIMITER_FFMPEG, "ebur128=peak=true:framelog=verbose"]),
            less="sample peak only"),
    ]),
    Group("chain-whole", "eq, bands, compressor, width, clip, limiter, meter",
          "limited", 5, [
        ours("masterchain ! mastermeter", f"masterchain {CHAIN} " +
             " ".join([of("multiband", MULTIBAND), *WHOLE_CHAIN]) +
             f" limiter::drive={3 * DRIVE} ! mastermeter"),
        ours("masterchain, but for the limiter neutral",
             f"masterchain limiter::drive={DRIVE} limiter::ceiling={CEILING}",
             less="five stages rest"),
        ffmpeg("the same by ffmpeg, alimiter at 48 kHz", ",".join(
            [EQ_FFMPEG, COMPRESSOR_FFMPEG, MULTIBAND_FFMPEG,
             f"volume={2 * DRIVE}dB", *WHOLE_FFMPEG, LIMITER_FFMPEG,
             "ebur128=peak=true:framelog=verbose"])),
    ]),
    # On music without a fault: what is found there is false.
    Group("declick", "clicks, on clean music", "kept", 1, [
        ours("masterdeclick", "masterdeclick amount=1"),
        ffmpeg("adeclick", "adeclick"),
        ffmpeg("adeclick=m=s", "adeclick=m=s"),
    ]),
    Group("dehum", "hum, on clean music", "kept", 5, [
        ours("masterdehum look-ahead=6", "masterdehum amount=1 look-ahead=6"),
        ours("masterdehum", "masterdehum amount=1", less="hears 1 s ahead"),
        ffmpeg("nine notches", ",".join(
            f"bandreject=f={50 * k}:width_type=h:w=2" for k in range(1, 10)),
            less="takes the bass, too"),
    ]),
]
